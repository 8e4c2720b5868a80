/** The layer {@code add}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.add;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
