/** The initializer {@code glorot_normal}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.initializer.glorotnormal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
