/** Compares variants of a model by cross-validation: an application of the library alone. */
@NullMarked
package org.fascicle.app.compare;

import org.jspecify.annotations.NullMarked;
