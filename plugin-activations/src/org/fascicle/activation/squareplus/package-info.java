/** The activation {@code squareplus}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.squareplus;

import org.osgi.annotation.versioning.Version;
