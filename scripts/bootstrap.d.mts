export const ROOT: string;
export function ensurePackages(): void;
export function ensureDevVars(): void;
export function childEnvironment(): NodeJS.ProcessEnv;
export function continueOnProjectNode(script: string, args: readonly string[]): void;
