/** The page `/api/docs`: the API's own document, to read and to try. Apart from the dashboard, which loads nothing of it. */
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import "swagger-ui-dist/swagger-ui.css";
import "./reference.css";
import { followTheme } from "./theme.ts";

followTheme(document.documentElement, matchMedia("(prefers-color-scheme: dark)"));

SwaggerUI({
	url: "/api/v1/openapi.json",
	dom_id: "#reference",
	deepLinking: true,
	filter: true,
	docExpansion: "none",
	defaultModelsExpandDepth: 0,
	displayRequestDuration: true,
	tryItOutEnabled: false,
	// Nothing is asked of another host: no badge of a validator, no key kept in the browser.
	validatorUrl: null,
	persistAuthorization: false,
});
