/** What a kernel computes for one lane, as values of about 35 operations: each primitive and each elementary function, defined once. */
@NullMarked
package org.fascicle.backend.jit.recipe;

import org.jspecify.annotations.NullMarked;
