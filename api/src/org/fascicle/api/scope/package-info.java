/** What a technique may ask of the world while its network is traced. */
@Version("0.2.0")
package org.fascicle.api.scope;

import org.osgi.annotation.versioning.Version;
