// Stops the code generator's server, and only then remembers what the generated classes were made from.
def server = project.getContextValue('codegen.server')
if (server != null) {
    server.close()
    new File(project.build.directory, 'codegen.sha256').text = project.getContextValue('codegen.hash')
    project.setContextValue('codegen.server', null)
}
