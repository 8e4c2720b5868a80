/** The activation {@code rrelu}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.activation.rrelu;

import org.osgi.annotation.versioning.Version;
