/** The update transform {@code lookahead}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.transform.lookahead;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
