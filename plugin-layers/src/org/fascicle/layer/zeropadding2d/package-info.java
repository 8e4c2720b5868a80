/** The layer {@code zero_padding_2d}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.zeropadding2d;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
