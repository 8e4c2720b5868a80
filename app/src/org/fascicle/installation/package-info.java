/** What an installation is: a folder of jars and one list of them. Known to the launcher and to what changes installations. */
@NullMarked
package org.fascicle.installation;

import org.jspecify.annotations.NullMarked;
