declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
	/** Of the library's settings those that are used: https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/ */
	export default function SwaggerUI(settings: {
		readonly url: string;
		readonly dom_id: string;
		readonly deepLinking: boolean;
		readonly filter: boolean;
		readonly docExpansion: "none" | "list" | "full";
		readonly defaultModelsExpandDepth: number;
		readonly displayRequestDuration: boolean;
		readonly tryItOutEnabled: boolean;
		readonly validatorUrl: null;
		readonly persistAuthorization: boolean;
	}): void;
}
