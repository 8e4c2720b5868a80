/** The layer {@code activation}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.activation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
