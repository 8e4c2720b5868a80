/** The layer {@code repeat_vector}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.repeatvector;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
