import Values

/// Actions of listeners and rules in one form: AWS gives a plain forward back in two forms at once, and numbers them.
enum ListenerActions {
    static func plain(_ actions: Value?) -> Value {
        let all = actions?.elements ?? []
        return .list(all.map { plain($0, isOnly: all.count == 1) })
    }

    private static func plain(_ action: Value, isOnly: Bool) -> Value {
        var action = action
        if isOnly { action["Order"] = nil }
        if var forward = action["ForwardConfig"] {
            if forward["TargetGroupStickinessConfig"]?["Enabled"]?.flag == false {
                forward["TargetGroupStickinessConfig"] = nil
            }
            action["ForwardConfig"] = forward
            let groups = forward["TargetGroups"]?.elements ?? []
            if groups.count == 1, forward["TargetGroupStickinessConfig"] == nil {
                action["TargetGroupArn"] = groups[0]["TargetGroupArn"]
                action["ForwardConfig"] = nil
            }
        }
        if var redirect = action["RedirectConfig"] {
            let standard = ["Host": "#{host}", "Path": "/#{path}", "Query": "#{query}"]
            for (name, value) in standard where redirect.text(name) == value { redirect[name] = nil }
            action["RedirectConfig"] = redirect
        }
        return action
    }
}
