/** The Node that the rest needs. A file of its own, for every command of the package begins with it. */

/** The first major version that runs this project's TypeScript as it is. */
export const wanted = 24;

/** @param {string} version such as `v20.1.0`  @returns {boolean} */
export function fits(version) {
  return Number(version.replace(/^v/, "").split(".")[0]) >= wanted;
}
