/** The activation {@code relu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.relu;

import org.osgi.annotation.versioning.Version;
