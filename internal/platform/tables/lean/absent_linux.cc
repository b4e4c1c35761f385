// DuckDB's static libraries load all extensions that they were built with. This
// file stands in for three of them, as empty ones, so that the linker never takes
// the real ones out of their archives. The declarations must be as DuckDB has them
// (src/include/duckdb/main/extension.hpp); TestExtensions fails when they are not.
#include <string>

namespace duckdb {

class ExtensionLoader;

class Extension {
public:
	virtual ~Extension();
	virtual void Load(ExtensionLoader &loader) = 0;
	virtual std::string Name() = 0;
	virtual std::string Version() const;
};

#define ABSENT(Class, name)                            \
	class Class : public Extension {                   \
	public:                                            \
		void Load(ExtensionLoader &loader) override;   \
		std::string Name() override;                   \
		std::string Version() const override;          \
	};                                                 \
	void Class::Load(ExtensionLoader &) {}             \
	std::string Class::Name() { return name; }         \
	std::string Class::Version() const { return "none"; }

ABSENT(IcuExtension, "icu")
ABSENT(JsonExtension, "json")
ABSENT(AutocompleteExtension, "autocomplete")

} // namespace duckdb
