import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import type { DocumentNode } from 'graphql';

/** Bytes that all documents may weigh; some hundreds as long as a question for an overview. */
const mostBytes = 32 * 1024 * 1024;
/** Bytes at most, measured: a word of a document with what stands for it in the tree, and a character of a text. */
const weights = { word: 500, character: 20 } as const;

/**
 * The documents that were asked last, read and found valid. Apollo's own store takes a document for as long as its JSON, in which
 * neither its text is nor its words and comments: it would keep one that weighs 188 MB, and counts as 413 bytes, for ever.
 */
export function documentStore(): InMemoryLRUCache<DocumentNode> {
  return new InMemoryLRUCache<DocumentNode>({ maxSize: mostBytes, sizeCalculation: weightOf });
}

function weightOf({ loc }: DocumentNode): number {
  let words = 1;
  for (let token = loc?.startToken.next; token; token = token.next) words += 1;
  return words * weights.word + (loc?.source.body.length ?? 0) * weights.character;
}
