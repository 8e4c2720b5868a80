/** What runs: buffers, workspaces and the threads that carry out their tasks. */
@NullMarked
package org.fascicle.backend.jit.run;

import org.jspecify.annotations.NullMarked;
