/* Which of several shared versions of a module to take. */

/**
 * Compare two versions as versions: 4.10.0 is newer than 4.9.3, and a
 * pre-release (4.6.0-beta.1) is older than its release.
 */
export function compareVersions(a, b) {
  const [aNumbers, aLabels] = split(a);
  const [bNumbers, bLabels] = split(b);
  const byNumber = compareParts(aNumbers, bNumbers);
  if (byNumber !== 0) return byNumber;
  if (aLabels.length === 0 || bLabels.length === 0) {
    return bLabels.length - aLabels.length;
  }
  return compareParts(aLabels, bLabels);
}

/**
 * The version to use. One that is already loaded comes first: JupyterLab's
 * tokens are compared by identity, so a second copy of a module is of no use.
 */
export function newest(versions) {
  const names = Object.keys(versions);
  const loaded = names.filter((name) => versions[name].loaded);
  return (loaded.length ? loaded : names).sort(compareVersions).pop();
}

function split(version) {
  const [release] = version.split('+');
  const dash = release.indexOf('-');
  const numbers = dash < 0 ? release : release.slice(0, dash);
  const labels = dash < 0 ? '' : release.slice(dash + 1);
  return [numbers.split('.'), labels ? labels.split('.') : []];
}

function compareParts(a, b) {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if (a[i] === undefined) return -1;
    if (b[i] === undefined) return 1;
    const bothNumbers = /^\d+$/.test(a[i]) && /^\d+$/.test(b[i]);
    const order = bothNumbers
      ? Number(a[i]) - Number(b[i])
      : a[i].localeCompare(b[i], 'en');
    if (order !== 0) return order;
  }
  return 0;
}
