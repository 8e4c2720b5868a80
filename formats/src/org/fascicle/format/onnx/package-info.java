/** ONNX: a model's primitives as operators of one operator set. */
@NullMarked
package org.fascicle.format.onnx;

import org.jspecify.annotations.NullMarked;
