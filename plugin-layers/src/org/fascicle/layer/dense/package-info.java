/** The layer {@code dense}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.dense;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
