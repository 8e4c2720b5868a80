/** The activation {@code softsign}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.activation.softsign;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
