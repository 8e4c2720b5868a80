/** The layer {@code depthwise_conv2d}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.depthwiseconv2d;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
