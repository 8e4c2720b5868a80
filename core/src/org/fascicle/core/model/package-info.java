/** From the text of a model file to its specification, and from a specification to techniques. */
@NullMarked
package org.fascicle.core.model;

import org.jspecify.annotations.NullMarked;
