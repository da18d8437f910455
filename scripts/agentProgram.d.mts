export function buildAgentProgram(): Promise<string>;
