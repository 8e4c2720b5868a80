/** The layer {@code zero_padding_2d}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.zeropadding2d;

import org.osgi.annotation.versioning.Version;
