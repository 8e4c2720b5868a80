/** The activation {@code prelu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.prelu;

import org.osgi.annotation.versioning.Version;
