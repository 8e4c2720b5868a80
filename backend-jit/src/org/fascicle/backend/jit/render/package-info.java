/**
 * Recipes as C++ text, one function each, for vectors of 16 lanes: the same bits on every processor. Knows what a recipe is and nothing of
 * memory, compilers and calls.
 */
@NullMarked
package org.fascicle.backend.jit.render;

import org.jspecify.annotations.NullMarked;
