/** Work that is bound to memory and cut into blocks, how blocks are joined into phases and groups, and the threads that run them. */
@NullMarked
package org.fascicle.backend.jit.task;

import org.jspecify.annotations.NullMarked;
