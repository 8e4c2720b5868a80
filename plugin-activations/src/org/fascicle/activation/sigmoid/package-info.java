/** The activation {@code sigmoid}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.sigmoid;

import org.osgi.annotation.versioning.Version;
