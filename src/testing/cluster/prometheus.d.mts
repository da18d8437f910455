/** Those of `prometheus` and `promtool` that are not on the PATH or do not start. */
export function lackingForCluster(): readonly string[];
