/** The layer {@code alpha_dropout}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.layer.alphadropout;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
