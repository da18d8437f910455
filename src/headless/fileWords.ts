/** What the file system says, in words for the person who named the file. */
import type { Stats } from 'node:fs';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EPERM: 'it is not permitted',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk space that this user may take is used up',
  EFBIG: 'it would be larger than files may be here',
  ENAMETOOLONG: 'the name is too long',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ENOENT: 'there is no such file or folder',
  EEXIST: 'something of that name is there already',
  ENOTEMPTY: 'the folder is not empty',
  ELOOP: 'its links lead in a circle',
  EBUSY: 'the system uses it',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EAGAIN: 'it gives nothing now, and may never',
  ENXIO: 'nothing is behind it',
};

/** The code of a file system's error, "ENOSPC"; undefined of another error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Why it failed, a clause: "the disk is full (ENOSPC)". */
export function whyOf(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error.message : String(error);
  const words = WORDS[code];
  return words === undefined ? `the system says ${code}` : `${words} (${code})`;
}

/** What stands there, where it is no plain file: "a folder". */
export function kindOfEntry(stats: Stats): string {
  if (stats.isFile()) return 'a plain file';
  if (stats.isDirectory()) return 'a folder';
  if (stats.isSymbolicLink()) return 'a link';
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return stats.isBlockDevice() || stats.isCharacterDevice() ? 'a device' : 'a special file';
}
