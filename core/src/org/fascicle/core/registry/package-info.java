/** Finds the techniques that bundles provide, and answers who provides which. */
@NullMarked
package org.fascicle.core.registry;

import org.jspecify.annotations.NullMarked;
