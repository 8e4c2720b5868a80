/** The layer {@code embedding}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.layer.embedding;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
