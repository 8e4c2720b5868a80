/** A network of our layers, made of the operators of a file of ONNX. */
@NullMarked
package org.fascicle.format.onnx.network;

import org.jspecify.annotations.NullMarked;
