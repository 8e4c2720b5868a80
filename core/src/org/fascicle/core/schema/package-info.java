/** The JSON Schema of model files, made of the techniques that are installed. */
@NullMarked
package org.fascicle.core.schema;

import org.jspecify.annotations.NullMarked;
