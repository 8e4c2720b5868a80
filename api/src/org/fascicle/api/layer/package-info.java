/** The contract of layers. */
@Version("0.1.0")
package org.fascicle.api.layer;

import org.osgi.annotation.versioning.Version;
