/** Name of the bug that this process is to have; none when it is not set. */
export const plantedBug = process.env['PLANTED_BUG'];
