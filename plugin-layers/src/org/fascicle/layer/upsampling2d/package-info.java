/** The layer {@code up_sampling_2d}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.layer.upsampling2d;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
