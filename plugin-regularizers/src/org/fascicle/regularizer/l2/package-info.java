/** The regularizer {@code l2}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.regularizer.l2;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
