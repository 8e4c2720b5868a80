/**
 * Native code made at run time: C++ text is compiled by clang in a process of its own, kept on disk, loaded and called. A host's process
 * never loads a compiler.
 */
@NullMarked
package org.fascicle.backend.jit.machine;

import org.jspecify.annotations.NullMarked;
