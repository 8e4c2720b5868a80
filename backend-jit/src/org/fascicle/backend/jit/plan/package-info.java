/**
 * What is decided before a run: how a graph is cut into kernels and where its tensors lie, when it is compiled; and which tasks compute it,
 * when it is bound to a workspace's memory and a number of rows.
 */
@NullMarked
package org.fascicle.backend.jit.plan;

import org.jspecify.annotations.NullMarked;
