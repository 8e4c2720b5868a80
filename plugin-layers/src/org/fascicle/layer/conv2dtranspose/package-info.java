/** The layer {@code conv2d_transpose}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.conv2dtranspose;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
