/** What stands in a file of ONNX, as it stands there. */
@NullMarked
package org.fascicle.format.onnx.proto;

import org.jspecify.annotations.NullMarked;
