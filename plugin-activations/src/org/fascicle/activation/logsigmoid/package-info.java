/** The activation {@code log_sigmoid}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.logsigmoid;

import org.osgi.annotation.versioning.Version;
