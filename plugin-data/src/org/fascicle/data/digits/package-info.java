/** The data {@code digits}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.data.digits;

import org.osgi.annotation.versioning.Version;
