/** The layer {@code depthwise_conv2d}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.depthwiseconv2d;

import org.osgi.annotation.versioning.Version;
