/** The layer {@code conv1d}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.conv1d;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
