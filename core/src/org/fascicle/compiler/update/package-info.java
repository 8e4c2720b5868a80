/** Updates of many tensors as few passes: packing of parameters and merging of updates that are alike. */
@NullMarked
@Version("0.1.0")
package org.fascicle.compiler.update;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
