### 诉求怎么进来：代报、投递箱、回执、代问。

do-behalf = 代报
do-behalf-more = 再报一件
do-box = 录投递箱
do-rushed = 急件
do-called = 记回访
do-phone = 看联系方式
do-slip = 补发回执
do-link = 这是我的事，以后告诉我
did-call = 代问没联系上
did-slip = 补发回执
did-link = 本人接上，直接告诉本人

## 代报、投递箱（工作人员）

behalf-ask-what = 替居民报什么事？写一句，可以附照片或定位。写了地点就不再问。
box-ask-what = 纸上写的是什么事？照着录一遍，最好拍一张原件。
behalf-ask-person = 本人有账号吗？请本人对我说「我的码」，把 6 位数字发来；没有账号就点下面。
box-ask-person = 写纸条的人有账号吗？知道「我的码」就发那 6 位数字；没有就点下面。
behalf-no-account = 没有账号
behalf-unclear-code = 没看到 6 位数字。
behalf-wrong-code = 这个码不对或过期了（10 分钟内有效）。请本人再说一次「我的码」，或点「没有账号」。
behalf-ask-contact = 本人姓名和电话？写在一起就行，比如：陈阿婆 0898-88000000。加密保存，只有回访时看得到；不愿留就点下面。
behalf-no-contact = 不留
behalf-ask-where = 在什么地方？写小区和楼号，或发定位。
# $place 本人登记的住址；我的网格或社区
behalf-at-home = 本人家附近（{ $place }）
behalf-here = 就在{ $place }
box-ask-which = 从哪个箱里取的？
box-ask-written = 纸上写的是哪一天？点一个，或写日期，比如 11月20日。
box-today = 今天
box-yesterday = 昨天
box-no-date = 没写日期
box-unclear-written = 没看懂日期。请写成 11月20日 这样，不能是以后的日子；没写就点「没写日期」。
# $whom 替谁（打码）；$paper 箱和日期（可空）
behalf-confirm =
    请念给本人听，对不对：
    📋 { $subject }（{ $kind }）
    💬 { $words }
    📍 { $place }
    📷 照片 { $photos } 张
    🙋 替谁：{ $whom }
    📮 { $paper }
    👤 { $worker } · 最迟{ $due }前答复
behalf-with-account = 有账号，进展直接告诉本人
behalf-without-name = 没留姓名
behalf-report-nobody = 举报按保密办，不记是谁说的
behalf-file = 提交
behalf-what = 改内容
behalf-where = 改地点
behalf-drop = 不报了
behalf-dropped = 好的，不报了。
behalf-filed = ✅ 已替居民登记 { $number }：{ $subject }，{ $worker }负责，最迟{ $due }。进展和回访都直接找本人。
# $clerk 谁登记的
resident-filed-for-you =
    { $clerk }刚替您登记了「{ $subject }」，单号 { $number }
    📍 { $place }
    👤 { $worker }负责，最迟{ $due }前答复您
    不是您的意思，点「撤回」就行；有进展会告诉您。

## 回执和查询

# $code 查询码
slip =
    🧾 回执（念给本人听，或抄下来、打印交给本人）
    单号 { $number }
    查询码 { $code }
    什么事：{ $subject } · { $place }
    { $worker }负责，最迟{ $due }前答复
    想知道进展：用任何手机对我说「查询 { $number } { $code }」，或拿回执到社区问。
slip-report =
    🧾 举报登记好了，请把这些交给本人（只显示这一次，我们不记是谁说的）
    单号 { $number }
    查询码 { $code }
    ⏰ 最迟{ $due }前答复。对我说「查询 { $number } { $code }」看结果，用谁的手机都行。
slip-report-beyond-us =
    🧾 举报登记好了，请把这些交给本人（只显示这一次，我们不记是谁说的）
    单号 { $number }
    查询码 { $code }
    📞 举报的是这里能办它的所有人，所以谁也没看到，原样保存着。请本人同时向纪检监察机关反映：12388，可以匿名，内容会保密。
slip-guessing = 错得太多了，为了安全请过 { $minutes } 分钟再试。单号和查询码在回执上；着急可以找工作人员。
# $steps 办理经过
slip-card =
    🧾 { $subject }（{ $number }）：{ $status }
    👤 { $worker } · 最迟{ $due }
    { $steps }
slip-linked = 好的，「{ $subject }」（{ $number }）以后有进展直接告诉您，办完也请您评价。回执上的查询码不用了。
own-code =
    您的码：{ $code }（{ $minutes }分钟内有效）
    念给替您登记的工作人员就行，他看不到您的账号和电话。办得怎么样，我会直接告诉您。

## 代报人要做的

proxy-asked =
    ❓ 承办人要问本人（{ $number } { $subject }）：
    { $note }
    请打电话或上门问一下，再点「回答」。等答复期间不计时。
proxy-not-answered = 本人一直没回答（{ $number } { $subject }），承办人先按已知的情况接着办。问到了还可以点「回答」或「补充」。
proxy-answered =
    📞 { $number } { $subject } · { $place } 办结了，请打电话或上门告诉本人：
    { $note }
    问一句解决了没有、满不满意，再点「记回访」。
proxy-retracted = 📞 { $number } { $subject } 还没办完，刚才的办结是误发的，先不用回访本人。
proxy-not-called = 📞 { $number } { $subject }：还没回访本人。打个电话或去看看，再点「记回访」。
proxy-overdue = 🔴 您替居民报的 { $number } { $subject } · { $place } 没能按时办好（应在{ $due }前），已催办。本人要是问起，请说明。
proxy-linked = 👍 您替居民报的 { $number } { $subject }：本人有账号了，以后直接告诉本人，不用您再回访。
# $name $phone 本人的姓名和电话
card-contact =
    { $number } { $subject }
    👤 { $name }
    📞 { $phone }
    只用来回访和核实，看过有记录。
no-phone = 没留电话，请上门
called-ask-how = 怎么问的本人？
called-how-phone = 打电话
called-how-visit = 上门
called-how-missed = 没联系上
called-by-phone = 电话代问
called-by-visit = 上门代问
called-ask-heard = 本人说解决了吗？
called-heard-yes = 解决了
called-heard-partly = 部分解决
called-heard-no = 没解决
called-ask-satisfied = 本人满意吗？没问就点「没问」，不要代答。
called-satisfied-yes = 满意
called-satisfied-mostly = 基本满意
called-satisfied-no = 不满意
called-satisfied-unasked = 没问
called-ask-said = 本人怎么说的？写一句，会转给承办人和负责人。
called-missed = 记下了：{ $number } 没联系上。结案前还可以再试。
called-closed = 记下了，{ $number } 结案。代问的另外统计，不和居民自己评的混在一起。
called-rework = 记下了，{ $number } 重新办理，已转给{ $worker }和负责人，最迟{ $due }。
called-cancelled = 好的，回访还没记，想起来点「记回访」。

## 急件

rushed-none = 没有等着接的急件。
# $count 件数；$lines 每件一行
rushed-list =
    ⏱ 急件 { $count } 件等人接：
    { $lines }
# $minutes 还剩、已过多少分钟
rushed-line = { $index }. { $subject } · { $place } · { $worker } · 还剩 { $minutes } 分钟
rushed-line-over = { $index }. 🔴 { $subject } · { $place } · { $worker } · 已过 { $minutes } 分钟
