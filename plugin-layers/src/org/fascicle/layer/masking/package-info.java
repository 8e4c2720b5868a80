/** The layer {@code masking}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.masking;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
