/** The activation {@code softsign}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.softsign;

import org.osgi.annotation.versioning.Version;
