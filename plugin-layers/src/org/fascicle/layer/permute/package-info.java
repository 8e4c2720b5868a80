/** The layer {@code permute}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.permute;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
